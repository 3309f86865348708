import type { Notice } from '#contract/notice'

/**
 * The vendor's head names what was done and not to what: 「修改了任务的截止时间」. Who did it goes before, the task's name
 * into it: 周伟 修改了「订货会筹备」的截止时间.
 */
export function noticeTitle({ title, actor, task }: Pick<Notice, 'title' | 'actor' | 'task'>): string {
  const words = title.replace(/[:]/g, '：').trim()
  const name = task?.name ? `「${task.name}」` : ''
  const isNamed = name !== '' && words.includes(task?.name ?? '')
  const about = !name || isNamed ? words : withName(words, name)
  return actor && !words.startsWith(actor.name) ? `${actor.name} ${about}` : about
}

function withName(words: string, name: string): string {
  if (words.includes('任务')) return words.replace('任务', () => name)
  return words.startsWith('将') ? `将${name}的${words.slice(1)}` : `${words} ${name}`
}
