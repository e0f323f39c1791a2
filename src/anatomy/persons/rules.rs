//! The rules by which persons are found and told apart, each with the sentence that the screen shows.

/// Why some words are a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonRule {
    /// A person known by this name.
    Known,
    /// A title stands before it.
    Title,
    /// An occupation or relation stands before it.
    Job,
    /// A party and state stand after it.
    Affiliation,
    /// An age stands after it.
    Age,
    /// Its place in the picture is told.
    Position,
    /// A player's number stands after it.
    Number,
    /// It stands in a list of names.
    List,
    /// It begins with a given name.
    GivenName,
    /// It begins with a family name, as Chinese and Korean names do.
    FamilyNameFirst,
    /// It ends in a family name.
    Surname,
    /// It ends in "Jr." or a numeral.
    Suffix,
    /// It has initials.
    Initials,
    /// It has a particle such as "van".
    Particle,
    /// It does something, in the present tense.
    Subject,
    /// A team's or country's name with "'s" stands before it.
    Possessive,
    /// "with" or "and" stands before it.
    Company,
    /// An office stands after it: "Managing Director of".
    Office,
    /// "of" and a team or country stand after it.
    Member,
    /// A rank stands after it: "Duchess of Cambridge".
    Rank,
    /// It shares its family name with the name after it.
    Couple,
    /// The short form of a name in the same caption.
    Again,
    /// The user says so.
    Told,
}

impl PersonRule {
    /// The rule in a few words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Known => "a person known by this name",
            Self::Title => "a name after a title",
            Self::Job => "a name after an occupation or relation",
            Self::Affiliation => "a name with a party and state after it",
            Self::Age => "a name with an age after it",
            Self::Position => "a name with its place in the picture after it",
            Self::Number => "a name with a player's number after it",
            Self::List => "a name in a list of names",
            Self::GivenName => "begins with a given name",
            Self::FamilyNameFirst => "begins with a family name, as Chinese and Korean names do",
            Self::Surname => "ends in a family name",
            Self::Suffix => "a name with “Jr.” or a numeral",
            Self::Initials => "a name with initials",
            Self::Particle => "a name with a particle such as “van”",
            Self::Subject => "a name, with what the person does after it",
            Self::Possessive => "a name after a team or country with “’s”",
            Self::Company => "a name after “with” or “and”",
            Self::Office => "a name with an office after it",
            Self::Member => "a name with “of” and a team or country after it",
            Self::Rank => "a name with a rank after it",
            Self::Couple => "a given name that shares the next one's family name",
            Self::Again => "the short form of a name in this caption",
            Self::Told => super::super::told::CORRECTED_BY_YOU,
        }
    }
}

/// Why a person is shown or only mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoleRule {
    /// A caption names those it shows.
    Named,
    /// Its place in the picture is told.
    Positioned,
    /// "of": somebody or something of the person is seen.
    Of,
    /// A portrait or photograph of the person is the picture.
    Portrait,
    /// "supporting", "about", "against".
    About,
    /// "painted by".
    By,
    /// "'s": something of the person is seen.
    Possession,
    /// "supporters" after the name.
    Attribute,
    /// "after", "when": another event.
    OtherEvent,
    /// Told in the past tense, apart from the picture.
    Past,
    /// A later sentence, which tells the background.
    Background,
    /// "the late".
    Late,
    /// "not pictured".
    OutOfPicture,
    /// A part that somebody plays, or a costume.
    Part,
    /// As the name before it in the list.
    AsBefore,
    /// A short form that says nothing new.
    Again,
}

impl RoleRule {
    /// The rule in a few words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Named => "a caption names those whom it shows",
            Self::Positioned => "the caption tells where in the picture the person is",
            Self::Of => "“of”: what is seen is somebody's or something of the person",
            Self::Portrait => "the picture is a portrait of the person",
            Self::About => "what is seen is for, against or about the person",
            Self::By => "the person made or did it",
            Self::Possession => "“’s”: what is seen is the person's",
            Self::Attribute => "the name belongs to the word after it",
            Self::OtherEvent => "the words before the name lead to another event",
            Self::Past => "told in the past tense, apart from the picture",
            Self::Background => "a later sentence tells the background",
            Self::Late => "the person is dead",
            Self::OutOfPicture => "the caption says that the person is not in the picture",
            Self::Part => "a part or costume",
            Self::Again => "named again in passing",
            Self::AsBefore => "as the name before it in the list",
        }
    }
}
