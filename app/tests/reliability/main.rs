//! What was answered stays: real server processes, over HTTP, killed, stopped and cut off (docs/reliability.md).

mod backups;
mod browser;
mod busy;
mod database;
mod faults;
mod installing;
mod kills;
mod nodes;
mod restarts;
mod site;
mod spills;
mod standby;
mod storm;
mod tail;
