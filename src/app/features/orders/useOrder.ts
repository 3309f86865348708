import { useQuery } from '@pinia/colada'
import type { OrderAnswer } from '#contract/order'
import { call } from '../../api/call.ts'

/** One order of a customer whom the user follows. */
export const useOrder = (externalUserId: string, orderId: string) =>
  useQuery<OrderAnswer>({
    key: ['order', externalUserId, orderId],
    query: ({ signal }) =>
      call('GET /api/contacts/:externalUserId/orders/:orderId', { params: { externalUserId, orderId }, signal }),
  })
