import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startSimulators } from '../../src/sandbox/vendors/simulators.ts'
import { vendorNames } from '../../src/sandbox/vendors/vendor.ts'
import { coverage } from './coverage.ts'

const textOf = (file: string) => readFile(new URL(file, import.meta.url), 'utf8')

test('every route of a simulator has a row in the table, and every row a route', async () => {
  const { vendors, close } = await startSimulators()
  await close()
  for (const name of vendorNames)
    expect(vendors[name].routes.toSorted()).toEqual(Object.keys(coverage[name]).toSorted())
})

const named = Object.values(coverage).flatMap((routes) =>
  Object.entries(routes).flatMap(([route, files]) =>
    Object.entries(files).flatMap(([file, names]) => names.map((name) => ({ route, file, name }))),
  ),
)

test.each(named)('$file holds $route: $name', async ({ file, name }) => {
  const text = await textOf(file)
  expect(text.includes(`'${name}', `) || text.includes(`'${name}',\n`)).toBe(true)
})

test('no row is empty', () => {
  for (const routes of Object.values(coverage))
    for (const files of Object.values(routes)) expect(Object.values(files).flat().length).toBeGreaterThan(0)
})
