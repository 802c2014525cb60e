// A secretary on leave hands over a part of her post; the member wears it, sees who sees him, and it is taken back.
export const title = 'Standing in: hand over, wear, take back; who sees me';
export const javascript = 'both';

export default async ({ page, step, shot, expect, account, signIn }) => {
  const member = account('党员');
  step('书记请本支部的党员代行');
  await signIn('党支部书记');
  await page.goto('/me/stand-ins');
  await shot('form');
  await page.fill('[name=who]', member.name);
  await page.fill('[name=last]', '2026-11-30');
  await page.uncheck('[name=part][value=duty]');
  await page.click('main .button.main');
  await expect.text('已请他代行');
  await shot('handed');

  step('党员换上代书记的身份');
  await signIn('党员');
  await page.goto('/hat');
  await expect.text('代党支部书记');
  await shot('hat');
  await page.check('label:has-text("代党支部书记") input');
  await page.click('main .button.main');
  await page.goto('/me');
  await expect.text('代党支部书记');
  await page.goto('/members');
  await shot('members');
  await page.goto('/me/seen');
  await expect.text('谁能看到');
  await shot('seen');

  step('书记收回');
  await signIn('党支部书记');
  await page.goto('/me/stand-ins');
  await page.click('button:has-text("收回")');
  await expect.text('已收回');
  await shot('recalled');
};
