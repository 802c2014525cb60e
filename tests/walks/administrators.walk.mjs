// Three administrators share the technical rights; none of them sees business data or does another's work.
export const title = 'Administrators: each his own work, two hands for an appointment, no business data';

export default async ({ page, step, shot, expect, signIn }) => {
  const pages = {
    系统管理员: ['/admin/jobs', '/admin/switches', '/admin/accounts'],
    安全保密管理员: ['/admin/accounts', '/admin/administrators', '/admin/administrators/new', '/admin/alarms', '/admin/retention'],
    安全审计员: ['/admin/administrators', '/admin/audit', '/admin/audit/heads'],
  };
  const others = {
    系统管理员: ['/admin/administrators/new', '/admin/alarms', '/admin/audit'],
    安全保密管理员: ['/admin/jobs', '/admin/audit'],
    安全审计员: ['/admin/jobs', '/admin/administrators/new', '/admin/alarms', '/admin/retention'],
  };
  for (const [role, open] of Object.entries(pages)) {
    const account = await signIn(role);
    await shot(`${account.login}-home`);
    for (const address of open) {
      step(`${role}：${address}`);
      await expect.status(address, 200);
      await shot(`${account.login}-${address.split('/').pop()}`);
    }
    step(`${role}：别的管理员的事不能做`);
    for (const address of others[role]) {
      const answer = await page.goto(address);
      expect([403, 404].includes(answer.status()), `${role} ${address}: ${answer.status()}`);
    }
    step(`${role}：没有业务数据`);
    for (const address of ['/records/new', '/members/1', '/situation/408', '/duties/408']) await expect.status(address, 404);
    await shot(`${account.login}-refused`);
  }

  step('一个人不能既是管理员又担任别的职务');
  await signIn('安全保密管理员');
  await page.goto('/admin/administrators/new');
  await page.fill('[name=login]', 'mishu');
  await page.selectOption('[name=kind]', 'audit_administrator');
  await page.fill('[name=unit_code]', '130000');
  await page.fill('[name=basis]', '厅党委会议');
  await page.click('main .button.main');
  await expect.text('不能');
  await shot('not-both');
};
