import type { Notice } from '#contract/notice'
import type { Description } from '../../work/row-words.ts'
import { noticeTitle } from './notice-title.ts'

/** The title says who did what to which task: there is nothing to add. */
export const noticeRow = (notice: Notice): Description => ({ title: noticeTitle(notice), chip: null, words: [] })
