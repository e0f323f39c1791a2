//! What the merged values are to the rest of the program: a caption, a rating, a label, a position, a camera.

use crate::caption::date::Date;
use crate::caption::{Caption, Location};
use crate::metadata::candidate::{StatedLocation, Value};
use crate::metadata::junk::is_makers_noise;
use crate::metadata::merged::{Merged, pick};
use crate::metadata::property::Property;

/// Photo Mechanic's color classes by the colors it shows them in, 1 to 8.
const COLOR_CLASSES: [&str; 8] = ["Magenta", "Red", "Orange", "Yellow", "Green", "Cyan", "Blue", "Gray"];

impl Merged {
    /// The caption. What cameras wrote as a description is not in it.
    ///
    /// City, state and country that are not part of a structure do not say whether they are of what is shown or of where
    /// the camera was; desks mean the former, so that they become the location shown where none is stated as such.
    pub fn caption(&self) -> Caption {
        Caption {
            headline: self.text(Property::Headline),
            title: self.text(Property::Title),
            description: self.text(Property::Description),
            description_writer: self.text(Property::DescriptionWriter),
            alt_text: self.text(Property::AltText),
            extended_description: self.text(Property::ExtendedDescription),
            keywords: self.list(Property::Keywords),
            persons_shown: self.list(Property::PersonsShown),
            organizations_shown: self.list(Property::OrganizationsShown),
            event: self.text(Property::Event),
            date_created: self.text(Property::DateCreated).and_then(|date| Date::parse(&date).ok()),
            location_created: self.locations(Property::LocationCreated).into_iter().next(),
            locations_shown: self.locations_shown(),
            creator: self.list(Property::Creator),
            creator_job_title: self.text(Property::CreatorJobTitle),
            credit_line: self.text(Property::CreditLine),
            source: self.text(Property::Source),
            copyright_notice: self.text(Property::CopyrightNotice),
            usage_terms: self.text(Property::UsageTerms),
            web_statement: self.text(Property::WebStatement),
            instructions: self.text(Property::Instructions),
            job_id: self.text(Property::JobId),
        }
    }

    /// The rating: 1 to 5, fractions as some programs write them, -1 for rejected; absent when it is 0 or not stated.
    /// A photo without stars that was rejected by another mark is rejected too.
    pub fn rating(&self) -> Option<f64> {
        let stars = self.number(Property::Rating).filter(|rating| *rating != 0.0);
        stars.or_else(|| self.number(Property::Picked).filter(|pick| *pick == pick::REJECTED))
    }

    /// The label as written, or the color of Photo Mechanic's class.
    pub fn label(&self) -> Option<String> {
        let class = || {
            let class = self.number(Property::ColorClass).filter(|class| (1.0..=8.0).contains(class))?;
            let index = COLOR_CLASSES.iter().zip(1_u8..).find(|(_, n)| f64::from(*n) == class.round());
            index.map(|(name, _)| (*name).to_owned())
        };
        self.text(Property::Label).or_else(class)
    }

    /// Whether somebody picked the photo.
    pub fn is_picked(&self) -> bool {
        self.number(Property::Picked) == Some(pick::PICKED)
    }

    /// Where the camera was: latitude and longitude in degrees.
    pub fn gps(&self) -> Option<[f64; 2]> {
        match self.value(Property::Gps)? {
            Value::Gps(gps) => Some(*gps),
            _ => None,
        }
    }

    /// Keywords as paths from the widest to the narrowest.
    pub fn hierarchical_keywords(&self) -> Vec<Vec<String>> {
        let keywords = self.list(Property::HierarchicalKeywords);
        // Lightroom's property, the proper place, has "|" between the levels, digiKam's "/".
        let field = self.field(Property::HierarchicalKeywords);
        let is_lightroom = field.and_then(|field| field.candidates.get(field.winner?)).is_some_and(|won| won.rank == 0);
        let mark = if is_lightroom { '|' } else { '/' };
        let path = |keyword: &String| keyword.split(mark).map(str::trim).map(str::to_owned).collect();
        keywords.iter().map(path).collect()
    }

    /// The camera: maker and model, each said once.
    pub fn camera(&self) -> Option<String> {
        let words = |property| -> Vec<String> {
            let text = self.text(property).unwrap_or_default();
            text.split_whitespace().map(str::to_owned).collect()
        };
        let (make, model) = (words(Property::CameraMake), words(Property::CameraModel));
        let is_said = |model: &[String]| {
            model.first().is_some_and(|first| make.iter().any(|word| word.eq_ignore_ascii_case(first)))
        };
        let make: Vec<String> = match make.iter().filter(|word| !is_makers_noise(word)).cloned().collect::<Vec<_>>() {
            _ if is_said(&model) => Vec::new(),
            make => make,
        };
        let camera = make.into_iter().chain(model).collect::<Vec<_>>().join(" ");
        (!camera.is_empty()).then_some(camera)
    }

    fn value(&self, property: Property) -> Option<&Value> {
        self.field(property).filter(|field| !field.is_junk())?.value.as_ref()
    }

    fn text(&self, property: Property) -> Option<String> {
        match self.value(property)? {
            Value::Text(text) => Some(text.clone()),
            Value::List(texts) => Some(texts.join("; ")),
            Value::Number(_) | Value::Gps(_) | Value::Locations(_) => None,
        }
    }

    fn list(&self, property: Property) -> Vec<String> {
        match self.value(property) {
            Some(Value::List(texts)) => texts.clone(),
            Some(Value::Text(text)) => vec![text.clone()],
            Some(Value::Number(_) | Value::Gps(_) | Value::Locations(_)) | None => Vec::new(),
        }
    }

    fn number(&self, property: Property) -> Option<f64> {
        match self.value(property)? {
            Value::Number(number) => Some(*number),
            Value::Text(_) | Value::List(_) | Value::Gps(_) | Value::Locations(_) => None,
        }
    }

    fn locations(&self, property: Property) -> Vec<Location> {
        match self.value(property) {
            Some(Value::Locations(locations)) => locations.iter().cloned().map(Location::from).collect(),
            Some(Value::Text(_) | Value::List(_) | Value::Number(_) | Value::Gps(_)) | None => Vec::new(),
        }
    }

    fn locations_shown(&self) -> Vec<Location> {
        let shown = self.locations(Property::LocationsShown);
        let of_picture = Location {
            sublocation: self.text(Property::Sublocation),
            city: self.text(Property::City),
            province_state: self.text(Property::ProvinceState),
            country_name: self.text(Property::Country),
            country_code: self.text(Property::CountryCode),
            ..Location::default()
        };
        if shown.is_empty() && of_picture != Location::default() { vec![of_picture] } else { shown }
    }
}

impl From<StatedLocation> for Location {
    fn from(stated: StatedLocation) -> Self {
        let StatedLocation {
            name,
            ids,
            sublocation,
            city,
            province_state,
            country,
            country_code,
            world_region,
            gps: _,
        } = stated;
        Self {
            location_id: ids.into_iter().next(),
            location_name: name,
            sublocation,
            city,
            province_state,
            country_name: country,
            country_code,
            world_region,
        }
    }
}
