//! Services, operations and their messages.
