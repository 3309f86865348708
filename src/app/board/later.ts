import { defineAsyncComponent } from 'vue'
import AgendaSkeleton from '../agenda/AgendaSkeleton.vue'

/** What the first rows do not need, loaded when the page is idle or with the first tap that asks for it. */
export const load = () => import('../sheets/BoardSheet.vue')

export const CustomerList = defineAsyncComponent(() => load().then((parts) => parts.CustomerList))
/** An empty board has no rows that would wait; until it says so, it looks as while it is loading. */
export const EmptyBoard = defineAsyncComponent({
  loader: () => load().then((parts) => parts.EmptyBoard),
  loadingComponent: AgendaSkeleton,
  delay: 0,
})
export const FindLine = defineAsyncComponent(() => load().then((parts) => parts.FindLine))
/** It stands below at least a page of rows. */
export const LoadMore = defineAsyncComponent(() => load().then((parts) => parts.LoadMore))
export const OrdersView = defineAsyncComponent(() => load().then((parts) => parts.OrdersView))
export const PullDown = defineAsyncComponent(() => load().then((parts) => parts.PullDown))
export const VisitBar = defineAsyncComponent(() => load().then((parts) => parts.VisitBar))
export const VisitChat = defineAsyncComponent(() => load().then((parts) => parts.VisitChat))
export const PageLayers = defineAsyncComponent(() => load().then((parts) => parts.PageLayers))
