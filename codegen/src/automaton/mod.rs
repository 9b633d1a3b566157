//! Content models as automata.
