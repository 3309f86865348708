/** Codes that only the administrators' page gets. They stand apart from `error.ts`, which the sidebar's page carries. */
export const adminErrors = {
  /** Between reading and writing somebody else changed it. */
  changed_meanwhile: { status: 409, title: '刚才有人改过了，请重新看一遍再写入' },
  /** It has expired, or is another administrator's. */
  preview_gone: { status: 409, title: '这次预览已经过期，请重新预览' },
  /** The batch was taken back before. */
  already_undone: { status: 409, title: '这一批已经撤销过了' },
  /** So much would change that the number has to be typed. */
  number_needed: { status: 409, title: '改动太多，请输入条数再写入' },
  /** It is no table that can be read, or more than one may be. */
  file_unreadable: { status: 400, title: '这个文件读不出来，请用 CSV 或 XLSX' },
} as const satisfies Record<string, { status: number; title: string }>

export type AdminErrorCode = keyof typeof adminErrors
