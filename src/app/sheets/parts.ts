/**
 * What the first rows do not need: one part, for a second one would have to share with it, and the bundler then cuts what both
 * need out of the page, which would cost the first board a request.
 */
export { default as BoardSheet } from './BoardSheet.vue'
export { default as CustomerList } from '../agenda/CustomerList.vue'
export { default as FindLine } from '../agenda/FindLine.vue'
export { onKey } from '../agenda/on-key.ts'
export { default as PullDown } from '../agenda/PullDown.vue'
export { default as VisitChat } from '../features/chat/VisitChat.vue'
export { default as VisitBar } from '../features/me/VisitBar.vue'
