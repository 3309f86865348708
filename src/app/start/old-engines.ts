/** Safari 14 has no Object.hasOwn (15.4), which Pinia and Colada call. */
const engine: { hasOwn?: unknown } = Object

if (!engine.hasOwn) {
  const { hasOwnProperty } = Object.prototype
  Object.defineProperty(Object, 'hasOwn', {
    value: (object: object, key: PropertyKey) => hasOwnProperty.call(object, key),
    configurable: true,
    writable: true,
  })
}
