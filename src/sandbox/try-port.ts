import { readPort, tryPort } from './front/port.ts'

// Before the build, which takes longer than finding out.
const { PORT, HOST } = process.env
try {
  await tryPort(readPort(PORT), HOST || undefined)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
