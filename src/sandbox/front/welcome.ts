/** What `npm start` says when all is up. The address stands last, since a terminal's last line is what one reads. */
export const welcome = (address: string) => `
  侧边台已经启动，外面是一个模拟的企业微信。
  左下角「模拟器」里可以换人、断网、改宽度，还有几种值得一看的情形。
  要连接芸众时，输入框上方会给出演示账号，点「填入」就行；所有人的演示账号在「模拟器」的最下面。

  在浏览器里打开：${address}
`
