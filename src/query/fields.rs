//! The fields a query can name, and the facets the filter panel counts: one table of names for both.

/// A field a query can name, beside `date:`, `is:` and `has:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QueryField {
    /// A place, or anything inside it, by id, name or alias.
    Place,
    /// A person shown or mentioned.
    Person,
    /// An organization named.
    Organization,
    /// The credit line.
    Credit,
    /// The photographer.
    Creator,
    /// The agency of the credit.
    Agency,
    /// Who passes the agency's picture on.
    Distributor,
    /// A kind of finding of the linter, by its name.
    Lint,
    /// A keyword.
    Keyword,
    /// The file's name or path.
    File,
    /// The input's name.
    In,
    /// A colour or another label.
    Label,
    /// The camera.
    Camera,
    /// The file's format.
    Type,
    /// The folder, or any it is inside of.
    Folder,
}

/// What the filter panel counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FacetName {
    /// Places, as a tree.
    Place,
    /// Persons shown or mentioned.
    Person,
    /// Credit lines.
    Credit,
    /// Keywords.
    Keyword,
    /// Years, months or days.
    Date,
    /// Photographers.
    Creator,
    /// Whole stars.
    Rating,
    /// Colours and other labels.
    Label,
    /// Whether it is picked.
    Picked,
    /// Folders, as a tree.
    Folder,
    /// Cameras.
    Camera,
    /// Formats of files.
    Type,
    /// Whether there is a caption.
    Caption,
    /// Organizations named.
    Organization,
    /// Agencies, by their usual names.
    Agency,
    /// Those who pass agencies' pictures on.
    Distributor,
    /// What is amiss, by kind.
    Lint,
}

/// Whether a query can name such a field.
pub(super) fn is_field(name: &str) -> bool {
    QueryField::parse(name).is_some() || matches!(name, "date" | "rating" | "is" | "has")
}

impl QueryField {
    /// Every field, in the order of the help page.
    pub const ALL: [Self; 15] = [
        Self::Place,
        Self::Person,
        Self::Organization,
        Self::Credit,
        Self::Creator,
        Self::Agency,
        Self::Distributor,
        Self::Lint,
        Self::Keyword,
        Self::File,
        Self::Folder,
        Self::In,
        Self::Label,
        Self::Camera,
        Self::Type,
    ];

    /// The word before the colon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Credit => "credit",
            Self::Creator => "creator",
            Self::Agency => "agency",
            Self::Distributor => "distributor",
            Self::Lint => "lint",
            Self::Keyword => "keyword",
            Self::File => "file",
            Self::In => "in",
            Self::Label => "label",
            Self::Camera => "camera",
            Self::Type => "type",
            Self::Folder => "folder",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether its value is always a whole name, with or without quotes: a place's, a finding's.
    pub(crate) fn is_always_whole(self) -> bool {
        matches!(self, Self::Place | Self::Lint)
    }
}

impl FacetName {
    /// Every facet, in the order of the panel.
    pub const ALL: [Self; 17] = [
        Self::Place,
        Self::Person,
        Self::Credit,
        Self::Keyword,
        Self::Date,
        Self::Lint,
        Self::Organization,
        Self::Creator,
        Self::Agency,
        Self::Distributor,
        Self::Rating,
        Self::Label,
        Self::Picked,
        Self::Folder,
        Self::Camera,
        Self::Type,
        Self::Caption,
    ];

    /// The word for it on the command line and in queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Person => "person",
            Self::Credit => "credit",
            Self::Keyword => "keyword",
            Self::Date => "date",
            Self::Creator => "creator",
            Self::Rating => "rating",
            Self::Label => "label",
            Self::Picked => "picked",
            Self::Folder => "folder",
            Self::Camera => "camera",
            Self::Type => "type",
            Self::Caption => "caption",
            Self::Organization => "organization",
            Self::Agency => "agency",
            Self::Distributor => "distributor",
            Self::Lint => "lint",
        }
    }

    /// The facet of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// The query field its ticks become; dates, ratings, picks and captions have terms of their own.
    pub fn field(self) -> Option<QueryField> {
        match self {
            Self::Place => Some(QueryField::Place),
            Self::Person => Some(QueryField::Person),
            Self::Credit => Some(QueryField::Credit),
            Self::Keyword => Some(QueryField::Keyword),
            Self::Creator => Some(QueryField::Creator),
            Self::Organization => Some(QueryField::Organization),
            Self::Agency => Some(QueryField::Agency),
            Self::Distributor => Some(QueryField::Distributor),
            Self::Lint => Some(QueryField::Lint),
            Self::Label => Some(QueryField::Label),
            Self::Folder => Some(QueryField::Folder),
            Self::Camera => Some(QueryField::Camera),
            Self::Type => Some(QueryField::Type),
            Self::Date | Self::Rating | Self::Caption | Self::Picked => None,
        }
    }
}
