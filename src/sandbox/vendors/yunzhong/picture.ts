const colours = ['#fde7d3', '#dff1e3', '#dfe9fb', '#f6e1ec', '#eee6fb']

/** A placeholder for any picture of the shop: the file's name on a coloured ground. */
export function picture(file: string): string {
  const name = file.replace(/\.\w+$/, '').replace(/[<>&"]/g, '')
  const colour = colours[[...name].length % colours.length] ?? '#eee'
  const text = `<text x="160" y="110" text-anchor="middle" font-family="system-ui,sans-serif" font-size="26" fill="#444">${name}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200"><rect width="320" height="200" fill="${colour}"/>${text}</svg>`
}
