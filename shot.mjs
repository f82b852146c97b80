// usage: node shot.mjs user name=path ...
import { chromium } from 'playwright-core';
const [user, ...pages] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-dev-shm-usage'] });
const token = user === '-' ? undefined : await (await fetch('http://127.0.0.1:3000/api/session',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({user,password:'yubei-demo-2026'})})).headers.getSetCookie();
for (const width of [1440, 390]) {
  const context = await browser.newContext({ viewport: { width, height: width===390?844:900 }, locale:'zh-CN', timezoneId:'Asia/Shanghai' });
  if (token) for (const c of token) { const [kv] = c.split(';'); const i = kv.indexOf('='); await context.addCookies([{name:kv.slice(0,i), value:kv.slice(i+1), url:'http://127.0.0.1:3000'}]); }
  for (const one of pages) {
    const i = one.indexOf('='); const name = one.slice(0,i), path = one.slice(i+1);
    const page = await context.newPage();
    const seenMsg = new Set(); page.on('console', m => { if (seenMsg.has(m.text().slice(0,60))) return; seenMsg.add(m.text().slice(0,60)); if (m.type()==='error'||m.type()==='warning') console.log(name, width, m.type(), m.text().slice(0,300)); });
    page.on('pageerror', e => console.log(name, width, 'pageerror', String(e).slice(0,300)));
    await page.goto('http://127.0.0.1:3000'+path);
    await page.waitForTimeout(1800);
    await page.screenshot({ path: `/tmp/shots/${name}-${width}.png`, fullPage: !process.env.FOLD });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.log(name, width, 'overflows by', over);
    await page.close();
  }
  await context.close();
}
await browser.close();
