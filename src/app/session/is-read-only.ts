/**
 * Whether this build is the page beside 企客聊, which may change nothing and has no WeCom around it. Folded when the page is
 * built (`vite build --mode qikeliao`), so that neither build carries the other's part.
 */
export const isReadOnly: boolean = import.meta.env.MODE === 'qikeliao'
