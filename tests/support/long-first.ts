import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take long. Vitest knows only of a run before, and on a fresh machine goes by size: the matrix of faults, files of
 * three lines, came last, and one worker was busy with it for minutes while the others had nothing to do. Those that start
 * processes come second: `npm test` compiles beside the first ones.
 */
const long = [
  'faults/yunzhong',
  'faults/wecom',
  'faults/waiqin',
  'faults/tanma',
  'faults/youmi',
  'conformance/fifth-source',
  'conformance/store',
  'security/idor',
  'conformance/source',
  'fuzz/vendors',
  'fuzz/readers',
  'bff/api/wrong-clock',
  'durability/kill',
  'bff/api/mirror-kill',
].map((name) => `/tests/${name}.test.ts`)

const rank = ({ moduleId }: TestSpecification): number => {
  const at = long.findIndex((name) => moduleId.endsWith(name))
  return at === -1 ? long.length : at
}

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const projects = [...new Set(sorted.map(({ project }) => project.name))]
    return projects.flatMap((name) =>
      sorted.filter(({ project }) => project.name === name).sort((one, other) => rank(one) - rank(other)),
    )
  }
}
