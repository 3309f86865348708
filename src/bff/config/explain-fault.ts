import { existsSync, readFileSync } from 'node:fs'

const example = '.env.example'

/** Where the example explains this variable; it is not in the image. */
function placeOf(name: string): string {
  const lines = existsSync(example) ? readFileSync(example, 'utf8').split('\n') : []
  const line = lines.findIndex((each) => each.startsWith(`${name}=`)) + 1
  return line > 0 ? `${example} 第 ${line} 行` : example
}

/** A fault in the words of whoever operates the server: what is missing, and where it is explained. */
export function explainFault(fault: string): string {
  const [, name, rest] = /^(\w+): missing(.*)$/.exec(fault) ?? []
  if (name === undefined) return fault
  return `${name}: ${rest ? '缺少，而同一个系统的其他变量已经填了' : '缺少'}（见 ${placeOf(name)}）`
}
