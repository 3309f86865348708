import { computed, nextTick, ref, type Ref } from 'vue'
import { control, type ControlState } from './control.ts'
import { isIn, presets, type Preset } from './presets.ts'
import { readSettings, type Settings } from './settings.ts'

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

  const current = (): Settings => ({
    ...settings,
    user: state.value?.user ?? '',
    callFaults: { ...settings.callFaults },
    vendorFaults: { ...state.value?.faults },
  })

  async function enter(next: Settings): Promise<void> {
    for (const vendor of Object.keys(state.value?.faults ?? {}))
      await setFault(vendor, next.vendorFaults[vendor] ?? 'none')
    // What is read on a schedule would show the change up to a minute later.
    await control.refresh()
    Object.assign(settings, next)
    // Where the settings themselves open the sidebar anew, this opening takes the place of theirs.
    await nextTick()
    await reopen()
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
