// A member asks for a correction, the secretary answers with a reason; a list goes out marked, the alarm is dealt with.
export const title = 'Own data: correction and its answer; a list that goes out';

export default async ({ page, step, shot, expect, account, signIn }) => {
  step('党员申请更正');
  await signIn('党员');
  await page.goto('/me/corrections');
  await shot('ask');
  await page.fill('[name=said]', '学历写成了大专，应该是本科，有毕业证');
  await page.click('main .button.main');
  await expect.text('等答复');
  await shot('asked');

  step('书记答复');
  await signIn('党支部书记');
  await page.goto('/members/corrections');
  await expect.text(account('党员').name);
  await shot('open');
  await page.locator('[name=outcome][value=refused]').check({ force: true });
  await page.fill('[name=answer]', '毕业证还没有核对，请带原件来');
  await page.click('main button:has-text("答复")');
  await expect.text('没有等您答复的');
  await shot('answered');

  step('党员看到答复');
  await signIn('党员');
  await page.goto('/me/corrections');
  await expect.text('毕业证还没有核对');
  await shot('kept');

  step('书记导出名册：不带证件号，文件上有名字');
  await signIn('党支部书记');
  await page.goto('/members/exports?status=full');
  await expect.text('您的职务不导出');
  await shot('export');

  step('安全保密管理员看异常');
  await signIn('安全保密管理员');
  await page.goto('/admin/alarms');
  await expect.text('导出异常');
  await shot('alarms');
};
