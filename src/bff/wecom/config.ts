import { z } from 'zod'
import type { Policy } from '../upstream/policy.ts'
import type { Group } from '../upstream/settings.ts'
import { policyOf, text, url } from '../upstream/variables.ts'

/** WeCom allows 10,000 calls a minute of each verb, and blocks for a minute: `docs/vendors/wecom.md#limits`. */
export const wecomPolicy: Policy = {
  timeoutMs: 5_000,
  retries: 2,
  backoffMs: 100,
  concurrency: 16,
  queue: 500,
  perSecond: 100,
  breakAfter: 8,
  breakMs: 5_000,
  pauseMs: 60_000,
  maxBytes: 8_000_000,
}

/** WeCom's variables; the first three are needed. */
export const wecomVariables = {
  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: z.string().regex(/^\d+$/, 'must be digits'),
  WECOM_SECRET: text,
  WECOM_API_URL: url.default('https://qyapi.weixin.qq.com'),
  WECOM_OAUTH_URL: url.default('https://open.weixin.qq.com'),
  /** Where administrators sign in with a browser that is not WeCom's client; without it they cannot. */
  WECOM_WEB_LOGIN_URL: url.optional(),
  /** As shown beside 接收消息 in the app's console. With both variables, WeCom's callbacks are accepted. */
  WECOM_CALLBACK_TOKEN: z
    .string()
    .regex(/^[A-Za-z\d]{1,32}$/, 'must be 1 to 32 letters or digits')
    .optional(),
  WECOM_CALLBACK_AES_KEY: z
    .string()
    .regex(/^[A-Za-z\d]{43}$/, 'must be 43 letters or digits')
    .optional(),
  /** `name:content`, served at the root for the trusted-domain check. */
  WECOM_VERIFY_FILE: z
    .string()
    .regex(/^WW_verify_\w{1,64}\.txt:\w{1,128}$/, 'must be WW_verify_….txt:CONTENT')
    .transform((value) => {
      const [name = '', content = ''] = value.split(':')
      return { name, content }
    })
    .optional(),
  WECOM_POLICY: policyOf(wecomPolicy),
}

export const wecomGroups: readonly Group[] = [{ needs: ['WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY'] }]

type Variables = z.output<z.ZodObject<typeof wecomVariables>>

export const toWecomConfig = (env: Variables) => ({
  corpId: env.WECOM_CORP_ID,
  agentId: env.WECOM_AGENT_ID,
  secret: env.WECOM_SECRET,
  apiUrl: env.WECOM_API_URL,
  oauthUrl: env.WECOM_OAUTH_URL,
  webLoginUrl: env.WECOM_WEB_LOGIN_URL ?? null,
})
export type WecomConfig = ReturnType<typeof toWecomConfig>

/**
 * Null: no callbacks are accepted, and only the ages of the caches bound how long a right that ended is still granted.
 */
export function toCallbackConfig({ WECOM_CALLBACK_TOKEN: token, WECOM_CALLBACK_AES_KEY: aesKey }: Variables) {
  return token && aesKey ? { token, aesKey } : null
}
export type CallbackConfig = NonNullable<ReturnType<typeof toCallbackConfig>>
