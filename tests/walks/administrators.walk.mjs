// Three administrators share the technical rights; none of them sees business data.
export const title = 'Administrators: jobs, accounts, switches, no business data';

export default async ({ page, step, shot, expect, signIn }) => {
  const pages = {
    系统管理员: ['/admin/jobs', '/admin/switches'],
    安全保密管理员: ['/admin/accounts'],
    安全审计管理员: [],
  };
  for (const [role, open] of Object.entries(pages)) {
    const account = await signIn(role);
    await shot(`${account.login}-home`);
    for (const address of open) {
      step(`${role}：${address}`);
      await expect.status(address, 200);
      await shot(`${account.login}-${address.split('/').pop()}`);
    }
    step(`${role}：没有业务数据`);
    for (const address of ['/records/new', '/members/1', '/situation/408', '/duties/408']) await expect.status(address, 404);
    await shot(`${account.login}-refused`);
  }
};
