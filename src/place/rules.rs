//! Why a name was read as a place, and as this place: the rules in order of how sure they are.
//! The screen and the JSON show a rule's name; what is less sure than `FILTERED_FROM` stays a mention and is not filtered on.

/// The confidence, in hundredths, from which a mention is filtered on.
const FILTERED_FROM: u8 = 60;

/// Why a name was read as this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceRule {
    /// A field of the input states it.
    Stated,
    /// The photo's own coordinates are nearest to it.
    Nearest,
    /// A user's correction says so.
    Corrected,
    /// A building, body or area of the lists in `assets/places` or of the user's own places.
    Listed,
    /// The name of what it lies in stands beside it: "Paris, Texas".
    Beside,
    /// It opens the caption as a dateline.
    Dateline,
    /// It lies in what a field of the input states.
    InsideStated,
    /// It lies in, or near, another place that the caption names.
    NearOther,
    /// No other place has the name.
    OnlyOne,
    /// It is far better known than others of the name.
    BestKnown,
    /// The gazetteer does not have it, and what it lies in stands beside it: "East Palestine, Ohio".
    Unlisted,
    /// It lies where the other photos of the collection do.
    Collection,
    /// Another place of the name is known about as well.
    Ambiguous,
    /// The name is a person's or an ordinary word as well, or nothing beside it says that it is a place.
    Doubtful,
}

impl PlaceRule {
    /// Every rule, the surest first.
    pub const ALL: [Self; 14] = [
        Self::Stated,
        Self::Corrected,
        Self::Beside,
        Self::Dateline,
        Self::Listed,
        Self::InsideStated,
        Self::NearOther,
        Self::OnlyOne,
        Self::Nearest,
        Self::BestKnown,
        Self::Unlisted,
        Self::Collection,
        Self::Ambiguous,
        Self::Doubtful,
    ];

    /// The table of the rules: name in JSON, confidence in hundredths, and what the screen says.
    const fn row(self) -> (&'static str, u8, &'static str) {
        match self {
            Self::Stated => ("stated", 100, "stated by a field"),
            Self::Corrected => ("corrected", 100, "as you corrected it"),
            Self::Beside => ("beside", 98, "what it lies in stands beside it"),
            Self::Dateline => ("dateline", 96, "it opens the caption as a dateline"),
            Self::Listed => ("listed", 95, "a name of the lists of buildings and areas"),
            Self::InsideStated => ("inside-stated", 92, "it lies in a place that a field states"),
            Self::NearOther => ("near-other", 90, "it lies in or near another place that the caption names"),
            Self::OnlyOne => ("only-one", 88, "no other place has the name"),
            Self::Nearest => ("nearest", 85, "the town nearest to where the camera was"),
            Self::BestKnown => ("best-known", 82, "by far the best known of that name"),
            Self::Unlisted => ("unlisted", 80, "a name before that of its state or country"),
            Self::Collection => ("collection", 75, "it lies where the rest of the collection does"),
            Self::Ambiguous => ("ambiguous", 45, "several places of that name are as well known"),
            Self::Doubtful => ("doubtful", 30, "nothing beside it says that it is a place"),
        }
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The reverse of `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// How sure it is, in hundredths.
    pub fn confidence(self) -> u8 {
        self.row().1
    }

    /// Why, in a few words.
    pub fn explanation(self) -> &'static str {
        self.row().2
    }

    /// Whether what it finds is filtered on.
    pub fn is_filtered(self) -> bool {
        self.confidence() >= FILTERED_FROM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_once_and_stand_in_order() {
        for pair in PlaceRule::ALL.windows(2) {
            assert!(pair[0].confidence() >= pair[1].confidence(), "{pair:?}");
            assert_ne!(pair[0].name(), pair[1].name());
        }
        for rule in PlaceRule::ALL {
            assert_eq!(PlaceRule::parse(rule.name()), Some(rule));
        }
        assert!(!PlaceRule::Ambiguous.is_filtered() && PlaceRule::Collection.is_filtered());
    }
}
