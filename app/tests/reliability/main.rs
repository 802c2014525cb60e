//! What was answered stays: real server processes, over HTTP, killed, stopped and cut off (docs/reliability.md).

mod backups;
mod browser;
mod busy;
mod faults;
mod kills;
mod nodes;
mod restarts;
mod site;
mod spills;
mod storm;
