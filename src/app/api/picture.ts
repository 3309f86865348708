/** Gets a picture of the BFF's as an address that an element can show. Rejects when there is none. */
export type LoadPicture = (path: string, signal: AbortSignal) => Promise<string>

let load: LoadPicture = async (path) => path

/** All later pictures are got this way. */
export function loadPicturesBy(next: LoadPicture): void {
  load = next
}

export const loadPicture: LoadPicture = (path, signal) => load(path, signal)
