import type { FaultCode } from '../../identity/link-line.ts'
import type { ConflictCode } from './wanted.ts'

export const conflictTitles: Record<ConflictCode, string> = {
  taken: '这个编号已经是另一个人的；确实共用时，请在每一行的 note 列写 shared',
  two_ids: '同一个人在同一个系统里写了两个编号，请只留一个',
  disabled: '这个账号在对方系统里已停用',
  not_visible: '企业微信通讯录里没有这个人，或不在应用的可见范围内',
  case_only: '与另一个编号只有大小写不同，请核对',
  left: '这个人已经离开企业微信，不能再给编号',
}

export type FileFaultCode = FaultCode | 'contact' | 'unknown_userid' | 'unknown_source' | 'not_whole'

export const faultTitles: Record<FileFaultCode, string> = {
  header: '表头应为 subject,wecom_id,source,source_id，后面可以有 note,name,departments',
  fields: '这一行的列数不对，请补齐，或给含分隔符的内容加上引号',
  spoilt: '编号被表格软件改成了数字或日期，请把这一列设为“文本”后重新填写；编号本来就以零结尾时，在 note 列写 exact',
  subject: 'subject 列应为 staff（员工）或 contact（客户）',
  wecom_id: 'wecom_id 列应为企业微信通讯录里的账号',
  source: 'source 列应为 youmi、waiqin、tanma 或 qikeliao',
  source_id: 'source_id 列应为 1–64 个字母、数字或 . @ _ -，按对方系统里显示的填写',
  note: 'note 列应为空、shared 或 exact',
  repeated: '与前面的一行重复，请只留一行',
  contact: '这一行是客户的关联，请在服务器上用 npm run links -- import 导入',
  unknown_userid: '企业微信通讯录里没有这个账号，或不在应用的可见范围内',
  unknown_source: '这个系统没有配置',
  not_whole: '文件里有不能用的行，所以没有按整份处理：不在文件里的人没有改动',
}

/** Of lines about customers, which the command takes. */
const contactTitles: Partial<Record<FileFaultCode, string>> = {
  wecom_id: 'wecom_id 列应为客户的 external_userid（wm… 或 wo…），即侧边栏里的“客户编号”',
  source: 'source 列应为 youmi、waiqin 或 orders',
}

export const titleOf = ({ code, isContact }: { code: FileFaultCode; isContact: boolean }): string =>
  (isContact ? contactTitles[code] : undefined) ?? faultTitles[code]
