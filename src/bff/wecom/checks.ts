import type { Check } from '../check.ts'
import { createWecomSteps, type WecomStepsDeps } from './check-steps.ts'
import { explainWecom } from './check-words.ts'

/**
 * WeCom's checks, in the order of its admin console [docs/vendors/wecom.md#admin-console]. For one examination only:
 * they share their results.
 */
export function createWecomChecks(deps: WecomStepsDeps): Check[] {
  const steps = createWecomSteps(deps)
  const check = (id: string, title: string, needs: string[], run: Check['run']): Check => ({
    id: `wecom-${id}`,
    group: '企业微信',
    title,
    needs,
    run,
    explain: explainWecom,
  })
  return [
    check('secret', '企业 ID 和 Secret', [], steps.secret),
    check('ip', '企业可信IP', ['wecom-secret'], steps.address),
    check('app', '应用和可见范围', ['wecom-ip'], steps.app),
    check('domain', '可信域名', ['wecom-app'], steps.domain),
    check('ticket', '侧边栏签名', ['store', 'wecom-ip'], steps.ticket),
    check('contacts', '客户联系接口', ['wecom-ip'], steps.contacts),
    check('members', '客户联系使用范围', ['wecom-contacts'], steps.members),
    check('chats', '客户群接口', ['wecom-contacts'], steps.chats),
    check('toolbar', '聊天工具栏', [], steps.toolbar),
  ]
}
