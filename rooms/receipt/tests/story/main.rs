//! Reports upwards: owed and sent, received, returned, sent again; read by line as a copy; told through HTTP.

mod course;
mod list;
mod world;
