//! What was answered stays: real server processes, over HTTP, killed, stopped and cut off (docs/reliability.md).

mod browser;
mod busy;
mod kills;
mod nodes;
mod restarts;
mod site;
mod storm;
