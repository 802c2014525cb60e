//! What a text is before it is stored: clean, measured, readable aloud, and hidden where it must be.

mod id_number;
mod intake;
mod mask;
mod name;
mod reading;
mod secrecy;
mod width;

pub use id_number::{IdFault, IdNumber, Sex};
pub use intake::{Fault, intake, intake_lines};
pub use mask::{mask_id, mask_phone};
pub use name::name;
pub use reading::{initials, name_key};
pub use secrecy::{NO_SECRETS, WHOM, is_refused_mark, marked_file, secrecy_mark, without_gaps};
pub use width::half_width;
