//! Every door of the house, tried by who has no business there: with every hat of the demo and without one.

mod elsewhere;
mod samples;
mod scan;
mod walls;
