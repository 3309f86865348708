import './start/old-engines.ts'
import { sendBy } from './api/call.ts'
import { loadPicturesBy } from './api/picture.ts'
import { sendBare, sendForLines } from './api/send.ts'
import { createPass } from './host/qikeliao/pass.ts'
import { askFirst } from './qikeliao/ask-first.ts'
import { readBoot } from './start/boot.ts'
import { parsed } from './start/parsed.ts'
import { tellLost } from './start/tell-lost.ts'

/** As main.ts, beside 企客聊: the boot data say whom the page is about, and asks the BFF before the page is loaded. */
function start(): void {
  const { bearer, subject, ...boot } = readBoot(document)
  // From here on the bearer is in the pass alone.
  document.getElementById('boot')?.replaceChildren()
  const pass = createPass({ bearer, send: sendBare, sendLines: sendForLines })
  sendBy(pass.send, pass.sendLines)
  loadPicturesBy(pass.picture)
  const asked = subject ? askFirst(subject, boot) : []
  void Promise.all([import('./qikeliao/open-page.ts'), parsed]).then(
    ([{ openPage }]) => openPage({ boot, subject, pass, asked }),
    tellLost,
  )
}

// The guard has already shown its own page.
if (document.documentElement.dataset['engine'] !== 'too-old') start()
