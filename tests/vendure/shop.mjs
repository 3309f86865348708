import { bootstrap, DefaultLogger, dummyPaymentHandler, LogLevel } from '@vendure/core'

// Vendure as a company might run it, in a process of its own, with its database in memory. Whoever starts it names the administrator.
const { SHOP_USER, SHOP_PASSWORD } = process.env
const text = (name) => ({ name, type: 'string', nullable: true })

const app = await bootstrap({
  apiOptions: { hostname: '127.0.0.1', port: Number(process.env.PORT), cors: false },
  authOptions: {
    tokenMethod: ['bearer'],
    superadminCredentials: { identifier: SHOP_USER, password: SHOP_PASSWORD },
  },
  dbConnectionOptions: { type: 'sqljs', synchronize: true, autoSave: false },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  customFields: { Customer: ['externalUserId', 'unionId', 'staffUserid'].map(text) },
  logger: new DefaultLogger({ level: LogLevel.Error }),
})
process.stdout.write(`listening on ${await app.getUrl()}\n`)
