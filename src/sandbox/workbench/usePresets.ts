import { computed, nextTick, ref, type Ref } from 'vue'
import { control, type ControlState } from './control.ts'
import { isIn, presets, type Preset } from './presets.ts'
import { readSettings, type Settings } from './settings.ts'

const againMs = 2500
const tries = 6

/** Whether a board says that a vendor fails. Each line is a part of it. */
const hasProblem = (board: string, vendor: string) =>
  board.split('\n').some((line) => line.includes(`"source":"${vendor}"`) && line.includes('"problem":{'))

interface PresetDeps {
  settings: Settings
  state: Ref<ControlState | null>
  setFault(vendor: string, fault: string): Promise<void>
  /** Opens the sidebar anew for the current settings. */
  reopen(): Promise<void>
}

/** Brings the whole workbench into one of the states to look at, and back. */
export function usePresets({ settings, state, setFault, reopen }: PresetDeps) {
  /** What was there before the first of them. */
  const before = ref<Settings | null>(null)
  const chosen = computed(() => presets.find((preset) => isIn(preset, settings, state.value?.faults ?? {})) ?? null)
  const canRestore = computed(() => before.value !== null || chosen.value !== null)
  /** How often a state was asked for: only the latest is brought about. */
  let entered = 0

  const current = (): Settings => ({
    ...settings,
    user: state.value?.user ?? '',
    callFaults: { ...settings.callFaults },
    vendorFaults: { ...state.value?.faults },
  })

  /** Sets the faults of all vendors. Answers the changed ones. */
  async function setFaults({ vendorFaults }: Settings): Promise<[vendor: string, fault: string][]> {
    const former = Object.entries(state.value?.faults ?? {})
    const wanted = former.map(([vendor]): [string, string] => [vendor, vendorFaults[vendor] ?? 'none'])
    const changed = wanted.filter(([, fault], at) => fault !== former[at]?.[1])
    for (const [vendor, fault] of changed) await setFault(vendor, fault)
    return changed
  }

  async function enter(next: Settings): Promise<void> {
    entered += 1
    const mine = entered
    const changed = await setFaults(next)
    // What the product reads on a schedule would show the change up to a minute later.
    const isNoticed = (board: string) =>
      changed.every(([vendor, fault]) => hasProblem(board, vendor) === (fault !== 'none'))
    let isDone = changed.length === 0 || isNoticed(await control.refresh())
    if (mine !== entered) return
    Object.assign(settings, next)
    // Where the settings themselves open the sidebar anew, this opening takes the place of theirs.
    await nextTick()
    await reopen()
    for (let turn = 0; turn < tries && !isDone; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, againMs))
      if (mine !== entered) return
      isDone = isNoticed(await control.refresh())
      if (isDone) await reopen()
    }
  }

  function choose({ address }: Preset): Promise<void> {
    before.value ??= current()
    return enter(readSettings(address))
  }

  function restore(): Promise<void> {
    const usual = { ...readSettings(''), user: state.value?.people[0]?.userid ?? '' }
    const next = before.value ?? usual
    before.value = null
    return enter(next)
  }

  return { chosen, canRestore, choose, restore }
}
