import { createApp } from 'vue'
import WorkbenchPage from './WorkbenchPage.vue'
import './workbench.css'

createApp(WorkbenchPage).mount('#workbench')
