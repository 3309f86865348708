import type { Check } from '../check.ts'
import type { Clock } from '../clock.ts'
import type { CountCaches, CountDropped } from '../metrics/index.ts'
import type { MirrorPlan, Wake } from '../mirror/plan.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Store } from '../store/store.ts'
import type { Http } from '../upstream/http.ts'
import type { Settings } from '../upstream/settings.ts'
import type { NoteUnread } from '../wire/read-wire.ts'
import type { SourceLog } from './read-page.ts'
import type { SourcePeople, StaffRule } from './source.ts'

/** What every source may use. */
export interface SourceDeps {
  /** Calls this source's vendor; closed by whoever opened it. */
  http: Http
  store: Store
  seal: Seal
  clock: Clock
  log: SourceLog
  /** This instance. */
  owner: string
  wake: Wake
  /** The longest pause of every mirror between two passes. */
  longestIntervalMs: number
  caches?: CountCaches | undefined
  /** Hears of values of the vendor that could not be read. */
  note?: NoteUnread | undefined
  /** The company's id at WeCom. */
  corpId: string
  /** Hears of what an order system sent that must not be shown. */
  dropped?: CountDropped | undefined
}

/** What the BFF asks of a source beside its lists, where the source has it. */
export interface OpenSource extends Partial<StaffRule> {
  mirrors?: readonly MirrorPlan[]
  /** Left out where nobody is known by an id of the source's own. */
  people?: SourcePeople
  /** Whether this salesperson is signed in, at a vendor where each needs a session of their own. */
  isConnected?(userid: string): Promise<boolean>
  /** The origin from which the page may load pictures. */
  pictureOrigin?: string
  /** What the company calls its own system. */
  name?: string
  /** Lets go of connections that are not the upstream's. */
  close?(): Promise<void>
}

/** Everything that the BFF needs of a source. Each is in its folder; `index.ts` here lists them. */
export interface SourceDefinition<Config, Opened extends OpenSource> {
  /** What people call the system, in Chinese. */
  readonly system: string
  readonly settings: Settings<Config>
  /** The names of its mirrors, and what people call their rows. */
  readonly mirrors: Readonly<Record<string, string>>
  open(deps: SourceDeps & { config: Config }): Opened
  /** What the doctor looks at; null where the source is not configured. */
  checks(source: Opened | null): Check[]
  /** Which variables say where an operation is sent. */
  addressOf(operation: string): string
  /** What the doctor calls a row that was left out for what is in this field, where it can be read. */
  readonly leftOutWords?: Readonly<Record<string, string>>
  /** Where these are mended. */
  readonly leftOutFix?: string
}
