//! Tests of the whole library, through its public door.

mod lists_survive_kill;
