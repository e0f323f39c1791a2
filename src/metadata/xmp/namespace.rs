//! The namespaces whose properties are read, known by their addresses and never by their prefixes.

/// A namespace of XMP; the addresses say which each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    Rdf,
    Xml,
    Dc,
    Photoshop,
    Xmp,
    XmpDynamicMedia,
    XmpRights,
    XmpNote,
    IptcCore,
    IptcExt,
    Exif,
    Tiff,
    Plus,
    Lightroom,
    DigiKam,
    MwgRegions,
    MicrosoftPhoto,
    MicrosoftRegionInfo,
    MicrosoftRegion,
    PhotoMechanic,
    Getty,
    /// None of those.
    Other,
}

const ADDRESSES: [(&str, Namespace); 20] = [
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns", Namespace::Rdf),
    ("http://purl.org/dc/elements/1.1", Namespace::Dc),
    ("http://ns.adobe.com/photoshop/1.0", Namespace::Photoshop),
    ("http://ns.adobe.com/xap/1.0", Namespace::Xmp),
    ("http://ns.adobe.com/xmp/1.0/DynamicMedia", Namespace::XmpDynamicMedia),
    ("http://ns.adobe.com/xap/1.0/rights", Namespace::XmpRights),
    ("http://ns.adobe.com/xmp/note", Namespace::XmpNote),
    ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns", Namespace::IptcCore),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29", Namespace::IptcExt),
    ("http://ns.adobe.com/exif/1.0", Namespace::Exif),
    ("http://ns.adobe.com/tiff/1.0", Namespace::Tiff),
    ("http://ns.useplus.org/ldf/xmp/1.0", Namespace::Plus),
    ("http://ns.adobe.com/lightroom/1.0", Namespace::Lightroom),
    ("http://www.digikam.org/ns/1.0", Namespace::DigiKam),
    ("http://www.metadataworkinggroup.com/schemas/regions", Namespace::MwgRegions),
    ("http://ns.microsoft.com/photo/1.2", Namespace::MicrosoftPhoto),
    ("http://ns.microsoft.com/photo/1.2/t/RegionInfo", Namespace::MicrosoftRegionInfo),
    ("http://ns.microsoft.com/photo/1.2/t/Region", Namespace::MicrosoftRegion),
    ("http://ns.camerabits.com/photomechanic/1.0", Namespace::PhotoMechanic),
    ("http://xmp.gettyimages.com/gift/1.0", Namespace::Getty),
];

impl Namespace {
    /// The namespace of an address; some programs forget the `/` or `#` at its end.
    pub(super) fn of(address: &str) -> Self {
        let address = address.trim_end_matches(['/', '#']);
        ADDRESSES.iter().find(|(known, _)| *known == address).map_or(Self::Other, |(_, namespace)| *namespace)
    }
}
