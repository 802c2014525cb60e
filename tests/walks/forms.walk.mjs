// A form that is left half-filled is there again: typed, left, opened again; with scripts and without.
export const title = 'A half-filled form is put back, listed on my own page, and gone once it is done';
export const javascript = 'both';

const form = '/records/new?kind=general_meeting';
const back = '没填完的内容已放回';
const item = '讨论支部换届工作方案';

export default async ({ page, step, shot, expect, signIn, javascript }) => {
  const agenda = () => page.locator('[name=agenda]').last();
  const typed = () => page.locator('[name=agenda]').evaluateAll((all, text) => all.some((one) => one.value === text), item);
  // The last save goes out while the page is left; the next page may be asked for before it has arrived.
  const reopen = async () => {
    for (let tries = 0; tries < 40; tries += 1) {
      await page.goto(form);
      if (await page.getByText(back).count()) return;
    }
    throw new Error(`no “${back}” at ${form}`);
  };
  await signIn('党支部书记');

  step('type half of it');
  await page.goto(form);
  await expect.noText(back);
  await agenda().fill(item);
  if (javascript) {
    step('a moment later it is kept, and the page says so quietly');
    await expect.text('已存', '.kept-words');
    await shot('kept');
  } else {
    step('send it without its title');
    await page.click('summary:has(.edit)');
    await page.fill('[name=title]', '');
    await page.getByRole('button', { name: '先存草稿' }).click();
    await expect.text('请填写名称');
  }

  step('go away and come back');
  await page.goto('/');
  await reopen();
  expect(await typed(), 'the item stands in the form again');
  await expect.noText('请填写名称');
  await shot('put-back');

  step('my own page lists it, and leads back');
  await page.goto('/me');
  await expect.text('没填完的表');
  await shot('my-forms');
  await page.click('a:has-text("继续填")');
  await expect.text(back);

  step('start afresh');
  await page.getByRole('button', { name: '不要了，从头填' }).click();
  await expect.noText(back);
  expect(!(await typed()), 'the item is gone');
  await page.goto('/me');
  await expect.noText('没填完的表');

  if (javascript) {
    step('leave while typing: the last word goes out with the page');
    await page.goto(form);
    await agenda().pressSequentially(item);
    await page.goto('/');
    await reopen();
    expect(await typed(), 'the item stands in the form again');
  } else {
    await page.goto(form);
    await agenda().fill(item);
  }

  step('done: nothing is left over');
  await page.getByRole('button', { name: '先存草稿' }).click();
  await expect.text('草稿已存');
  await page.goto(form);
  await expect.noText(back);
  await page.goto('/me');
  await expect.noText('没填完的表');

  await signIn('县局机关党委党务干部');
  step('a long list is narrowed by what is typed above it');
  await page.goto('/members/new');
  const list = page.locator('#f-ethnic');
  const all = await list.locator('option').count();
  const narrow = page.getByRole('searchbox', { name: '缩短列表：民族' });
  if (!javascript) {
    expect.equal(await narrow.count(), 0, 'nothing to type into without scripts');
    return;
  }
  await narrow.fill('tujia');
  expect.equal(await list.inputValue(), '', 'nothing is chosen where nothing is found');
  await narrow.fill('tjz');
  expect.equal(await list.locator('option:checked').innerText(), '土家族', 'the only one left is chosen');
  await shot('narrowed');
  await narrow.fill('');
  expect.equal(await list.locator('option').count(), all, 'offers without a word');
  expect.equal(await list.locator('option:checked').innerText(), '土家族', 'chosen before, chosen still');
};
