import type { BoardCall } from '#contract/board'
import type { Call } from '#contract/endpoint'
import type { PictureCall } from '#contract/picture'

/** What each call does, for `/api/openapi.json`. */
export const summaries: Record<Call | BoardCall | PictureCall, string> = {
  'GET /api/session': 'Who is signed in, and which sources there are',
  'POST /api/wecom/signature': 'Sign an address of the page for the SDK of WeCom',
  'GET /api/contacts/:externalUserId': 'The card of a customer whom the caller follows',
  'GET /api/contacts/:externalUserId/todos': '友米 todos about a customer',
  'GET /api/contacts/:externalUserId/field-tasks': '勤策 field tasks at a customer',
  'GET /api/contacts/:externalUserId/group-sops': '探马 group SOPs of the groups in which a customer is',
  'GET /api/contacts/:externalUserId/order-tasks': 'What has to be done for the open orders of a customer',
  'GET /api/contacts/:externalUserId/orders': 'The orders of a customer in the company’s own system',
  'GET /api/contacts/:externalUserId/orders/:orderId': 'One order of a customer',
  'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture': 'The picture of an item of an order',
  'GET /api/contacts/:externalUserId/link-candidates': 'What a customer may be linked to in a source',
  'PUT /api/contacts/:externalUserId/links/:source/:sourceId': 'Link a customer to one of the candidates',
  'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': 'Take a link away',
  'GET /api/chats/:chatId': 'The card of a customer group of which the caller is a member',
  'GET /api/chats/:chatId/group-sops': '探马 group SOPs of a group',
  'GET /api/contacts/:externalUserId/pushes': '芸众 pushes that wait for a customer',
  'GET /api/contacts/:externalUserId/pushes/:pushId': 'The pieces of a push for a customer',
  'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key':
    'Say that a piece of a push was placed in the chat with a customer',
  'GET /api/contacts/:externalUserId/pushes/:pushId/pieces/:key/picture':
    'The picture of a piece of a push for a customer',
  'GET /api/chats/:chatId/pushes': '芸众 pushes that wait for a group',
  'GET /api/chats/:chatId/pushes/:pushId': 'The pieces of a push for a group',
  'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': 'Say that a piece of a push was placed in a group',
  'GET /api/chats/:chatId/pushes/:pushId/pieces/:key/picture': 'The picture of a piece of a push for a group',
  'GET /api/contacts/:externalUserId/board': 'Everything first shown of a customer, a line each as soon as it is ready',
  'GET /api/chats/:chatId/board': 'Everything first shown of a group, a line each as soon as it is ready',
  'GET /api/me/board': 'Everything first shown of the caller’s own work, a line each as soon as it is ready',
  'GET /api/me/todos': '友米 todos of the caller',
  'GET /api/me/field-tasks': '勤策 field tasks of the caller',
  'GET /api/me/group-sops': '探马 group SOPs of the groups that the caller owns',
  'GET /api/me/order-tasks': 'What the caller has to do for orders',
  'GET /api/me/moments': '芸众 moments that the caller is to publish',
  'GET /api/me/moments/:jobId/attachments/:index/picture': 'A picture of a moment that the caller is to publish',
  'GET /api/me/notices': '芸众 notices of the caller',
  'PUT /api/me/notices/:noticeId/read': 'Mark a notice as read',
  'POST /api/contacts/:externalUserId/panels/:panelId/token': 'A token for a panel beside a customer',
  'POST /api/chats/:chatId/panels/:panelId/token': 'A token for a panel beside a group',
  'POST /api/me/panels/:panelId/token': 'A token for a panel of the caller’s own work',
  'PUT /api/me/connections/yunzhong': 'Sign in to 芸众 with mobile and password',
  'DELETE /api/me/connections/yunzhong': 'Sign out of 芸众',
}
