//! Closed sets of what words may be, which tables in `assets` name.

/// An enum whose variants tables call by their names in lower case.
macro_rules! word_classes {
    ($(#[$about:meta])* $visible:vis enum $name:ident { $($(#[$meaning:meta])* $class:ident,)* }) => {
        $(#[$about])*
        $visible enum $name {
            $($(#[$meaning])* $class,)*
        }

        impl $name {
            /// The class that a table calls so.
            fn parse(name: &str) -> Option<Self> {
                const ALL: &[(&str, $name)] = &[$((stringify!($class), $name::$class)),*];
                ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, class)| *class)
            }
        }
    };
}

pub(crate) use word_classes;
