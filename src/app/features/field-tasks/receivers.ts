import type { FieldTask } from '#contract/field-task'
import { named } from '../../ui/field.ts'

export const receiversOf = ({ receivers, totals }: FieldTask): string =>
  named(
    receivers.map(({ name }) => name),
    totals?.['receivers'],
    '人',
  )
