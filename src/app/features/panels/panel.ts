import type { Panel, PanelEntry } from '#contract/panel'
import type { Subject } from '../../subject/subject.ts'

const entries: Record<Subject['kind'], PanelEntry> = { contact: 'contact', chat: 'group', me: 'mine' }

export const entryOf = ({ kind }: Subject): PanelEntry => entries[kind]

/** Of whoever made the page, for people. */
export const hostOf = ({ url }: Panel): string => new URL(url).host
