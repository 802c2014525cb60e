// A hand that counts: every touch, every sign typed, and the seconds that the keystroke-level model gives for them.
//
// Seconds are counted, never measured, so that they are the same on every machine (Card, Moran and Newell: The
// Keystroke-Level Model for User Performance Time with Interactive Systems, CACM 23 (1980) 7): P 1.10 s to point,
// B 0.20 s to touch, K 0.28 s for a key, M 1.35 s to make up one's mind. A Chinese sign takes three keys, two of pinyin
// and one to choose. One M for every page that is read, for every choice and for every text.
const POINT = 1.1;
const TOUCH = 0.2;
const KEY = 0.28;
const MIND = 1.35;
const KEYS_OF_A_SIGN = 3;

const isChinese = (sign) => /\p{Script=Han}/u.test(sign);
const keysOf = (text) => [...text].reduce((keys, sign) => keys + (isChinese(sign) ? KEYS_OF_A_SIGN : 1), 0);

// A figure may be typed only where nobody else knows it: `knows` says why. All others the product has to know by itself.
const mayType = (text, knows) => {
  if (/\d/.test(text) && !knows) throw new Error(`“${text}” holds a figure, and nobody says why she alone knows it`);
};

export function hand(page) {
  let now = { touches: 0, signs: 0, seconds: 0 };
  const done = [];
  const touch = async (locator, act) => {
    // Away from the bars that stick to the edges, as a thumb scrolls it.
    await locator.evaluate((it) => it.scrollIntoView({ block: 'center' }));
    await act();
    now.touches += 1;
    now.seconds += POINT + TOUCH;
  };
  return {
    // A page is there and gets read.
    look() {
      now.seconds += MIND;
    },
    async tap(locator) {
      now.seconds += MIND;
      await touch(locator, () => locator.click());
    },
    // One touch on what is already known, as ticking somebody off.
    async tick(locator) {
      await touch(locator, () => locator.locator('xpath=ancestor::label').click());
    },
    async choose(locator, value) {
      now.seconds += MIND;
      await touch(locator, () => locator.selectOption(value));
      now.touches += 1;
      now.seconds += POINT + TOUCH;
    },
    async type(locator, text, { knows } = {}) {
      mayType(text, knows);
      now.seconds += MIND;
      await touch(locator, () => locator.click());
      await locator.fill(text);
      now.signs += [...text].length;
      now.seconds += keysOf(text) * KEY;
    },
    // Adds after what stands there already.
    async write(locator, text, { knows } = {}) {
      mayType(text, knows);
      const before = await locator.inputValue();
      now.seconds += MIND;
      await touch(locator, () => locator.click());
      await locator.fill(before + text);
      now.signs += [...text].length;
      now.seconds += keysOf(text) * KEY;
    },
    // What was done since the last time, under a name.
    end(name) {
      done.push({ name, ...now });
      now = { touches: 0, signs: 0, seconds: 0 };
      return done.at(-1);
    },
    all() {
      const sum = (key) => done.reduce((total, one) => total + one[key], 0);
      return { name: '合计', touches: sum('touches'), signs: sum('signs'), seconds: sum('seconds') };
    },
  };
}

export const line = ({ name, touches, signs, seconds }) =>
  `${name}：${touches} touches, ${signs} signs typed, ${seconds.toFixed(0)} s`;
