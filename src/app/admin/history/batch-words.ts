import type { Batch } from '#contract/admin-mapping'

const kinds: Record<Batch['kind'], string> = {
  import: '导入',
  accept: '认了建议',
  rule: '认了 userid 相同的',
  rows: '改了几行',
  undo: '撤销了一批',
}

/** What was done, in a few words: `导入 工号-11月.csv` */
export const batchTitle = ({ kind, title }: Batch): string => [kinds[kind], title].filter(Boolean).join(' ')

/** Who did it: in words where there is no userid. */
export const batchMaker = ({ by, byName, via }: Batch): string =>
  byName ?? by ?? (via === 'command' ? '命令行' : '以前的管理员')

export const writtenRows = ({ counts }: Batch): number => counts.added + counts.changed + counts.removed

/** What undoing it would do, said before it is done. */
export function undoWords(batch: Batch): string {
  const all = writtenRows(batch)
  const kept = all - batch.undoable
  if (batch.undoneAt) return '这一批已经撤销了。'
  if (batch.undoable === 0) return '后来都又改过，没有能撤销的行。'
  const back = `${batch.undoable} 行回到之前的样子：新增的又没有号，更改的用回旧号，移除的恢复。`
  return kept > 0 ? `${back}另外 ${kept} 行后来又改过，不动。` : `${back}之后没有人改过其中任何一行。`
}
