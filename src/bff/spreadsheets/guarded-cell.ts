/** What Excel and others take for a formula when it begins a cell. */
const startsFormula = /^[=+\-@\t\r]/

/** A cell that no spreadsheet runs: the quote at its start makes it text, and the import takes it off again. */
export const guardedCell = (text: string): string => (startsFormula.test(text) ? `'${text}` : text)
