import { existsSync } from 'node:fs'

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium to test pages in: env CHROMIUM, else one in a usual place; undefined where there is none. */
export const chromiumPath: string | undefined = [process.env.CHROMIUM ?? '', ...usualPlaces].find(
  (path) => path !== '' && existsSync(path),
)
