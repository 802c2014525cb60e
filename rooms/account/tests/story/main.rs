//! Signing in, hats, sessions, accounts, switches; on both databases.

mod certificate;
mod device;
mod digest;
mod exporting;
mod fresh;
mod guessing;
mod kept;
mod left;
mod networks;
mod offline;
mod opening;
mod own_data;
mod pages;
mod passkey;
mod powers;
mod provider;
mod second;
mod sign_on;
mod signing;
mod standing_in;
mod status;
mod switching;
mod timing;
mod trail;
mod world;
