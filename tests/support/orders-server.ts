import { startListening, type ListeningServer } from './start-listening.ts'

/** The secret of the vector in docs/orders.md. */
export const ordersSecret = 'whsec_c2lkZWRlc2stdGVzdC12ZWN0b3Ita2V5LTAwMDAwMQ=='

export type OrdersServer = ListeningServer

/** Starts an order system that prints `listening on URL`. @throws Error with what it printed instead */
export const startOrdersServer = (
  command: readonly string[],
  more: Record<string, string> = {},
): Promise<OrdersServer> => startListening(command, { ORDERS_SECRET: ordersSecret, ...more })
