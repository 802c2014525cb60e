//! Every door of the house, tried by who has no business there: with every hat of the demo and without one.

mod elsewhere;
mod hammer;
mod markup;
mod own;
mod policy;
mod samples;
mod scan;
mod walls;
