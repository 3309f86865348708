import { z } from 'zod'
import type { Policy } from './policy.ts'
import { policyOf } from './variables.ts'

/** The process's environment, without variables that are set to nothing. */
export type Given = Readonly<Record<string, string | undefined>>

/** Variables that belong together: all of them, or none. */
export interface Group {
  needs: readonly string[]
  /** Without the others these have no meaning, so that they, too, ask for them. */
  may?: readonly string[]
}

/** One line per fault; it names the variable and never repeats its value. */
export const faultsOf = ({ issues }: z.ZodError, given: Given): string[] =>
  issues.map(({ path, message }) => `${path[0]?.toString()}: ${given[String(path[0])] ? message : 'missing'}`)

const isUsed = ({ needs, may = [] }: Group, given: Given): boolean => [...needs, ...may].some((name) => given[name])

/** One line per variable that is missing while others of its group are set. */
export const incomplete = (groups: readonly Group[], given: Given): string[] =>
  groups
    .filter((group) => isUsed(group, given))
    .flatMap(({ needs }) => needs.filter((name) => !given[name]))
    .map((name) => `${name}: missing, though others of its source are set`)

interface Declared<Needs extends z.ZodRawShape, More extends z.ZodRawShape, Config> {
  /** `YOUMI` makes the policy's variable `YOUMI_POLICY`. */
  prefix: string
  /** Figures of the policy where that variable is silent. */
  policy: Policy
  /** All of these make the source configured; with none of them it is not, and hidden. */
  needs: Needs
  /** Optional ones. */
  more: More
  /** Optional ones that are pointless in a source that is not configured. */
  onlyWithNeeds?: readonly (keyof More & string)[]
  /** Optional ones of which each needs the others. */
  pairs?: readonly (readonly (keyof More & string)[])[]
  /** What is wrong between variables of which each is right: lines that name them and repeat no value. */
  faultsOf?(env: z.output<z.ZodObject<Needs>> & z.output<z.ZodObject<More>>): string[]
  toConfig(env: z.output<z.ZodObject<Needs>> & z.output<z.ZodObject<More>>): Config
}

/** What the environment says of one source. */
export interface Settings<Config> {
  readonly policy: Policy
  /** `config` is null where the source is not configured, or wrongly: then `faults` says how. */
  read(given: Given): { config: Config | null; policy: Policy; faults: string[] }
}

/** What a configured source gets. */
export type ConfigOf<S extends Settings<unknown>> = NonNullable<ReturnType<S['read']>['config']>

/** The variables of one source, each written once. */
export function createSettings<Needs extends z.ZodRawShape, More extends z.ZodRawShape, Config>({
  prefix,
  policy,
  needs,
  more,
  onlyWithNeeds = [],
  pairs = [],
  faultsOf: faultsBetween = () => [],
  toConfig,
}: Declared<Needs, More, Config>): Settings<Config> {
  const variable = `${prefix}_POLICY`
  const Needs = z.object(needs)
  const More = z.object(more)
  const Figures = z.object({ [variable]: policyOf(policy) })
  const main: Group = { needs: Object.keys(needs), may: onlyWithNeeds }
  const groups = [main, ...pairs.map((pair) => ({ needs: pair }))]

  return {
    policy,
    read(given) {
      const parts = [Needs.partial().safeParse(given), More.safeParse(given), Figures.safeParse(given)] as const
      const faults = parts.flatMap(({ error }) => (error ? faultsOf(error, given) : []))
      faults.push(...incomplete(groups, given))
      const figures = parts[2].data?.[variable] ?? policy
      const required = Needs.safeParse(given)
      const env = required.success && parts[1].success ? { ...required.data, ...parts[1].data } : null
      if (env) faults.push(...faultsBetween(env))
      const config = env && toConfig(env)
      return { config, policy: figures, faults }
    },
  }
}
