//! Places near each other on the screen as one cluster, so that each can be hit and read. Zooming in splits them.

use eframe::egui::Pos2;

/// A place on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    /// Which place.
    pub(super) spot: usize,
    /// Where.
    pub(super) at: Pos2,
    /// How many photos have it, but not a place inside of it that is on the map too.
    pub(super) n_photos: usize,
}

/// Places that are one on the screen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cluster {
    /// The places, the one with the most photos first.
    pub(super) spots: Vec<usize>,
    /// Where the place with the most photos is: a cluster that grows does not wander.
    pub(super) at: Pos2,
    /// The photos of all its places; one of several places counts with each.
    pub(super) n_photos: usize,
}

/// Puts points together that are nearer than a distance: the one with the most photos first, each to the nearest cluster.
pub(super) fn clustered(mut points: Vec<Point>, distance: f32) -> Vec<Cluster> {
    points.sort_by_key(|point| (std::cmp::Reverse(point.n_photos), point.spot));
    let mut clusters: Vec<Cluster> = Vec::new();
    for Point { spot, at, n_photos } in points {
        let near = clusters.iter_mut().filter(|cluster| cluster.at.distance(at) < distance);
        match near.min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at))) {
            Some(cluster) => {
                cluster.spots.push(spot);
                cluster.n_photos += n_photos;
            }
            None => clusters.push(Cluster { spots: vec![spot], at, n_photos }),
        }
    }
    clusters
}

/// How many photos each place has that name nothing inside of it that is on the map: `depths` and `counts` are those of a
/// tree's nodes in order, `shown` says which are on the map. A photo of several places within may be counted too often, so
/// the difference is never below nothing.
pub(super) fn own_counts(depths: &[usize], counts: &[usize], shown: &[bool]) -> Vec<usize> {
    let mut own: Vec<usize> = counts.to_vec();
    // The nodes from the root to the present one: depth, position.
    let mut above: Vec<(usize, usize)> = Vec::new();
    for (at, ((depth, count), is_shown)) in depths.iter().zip(counts).zip(shown).enumerate() {
        while above.last().is_some_and(|(other, _)| other >= depth) {
            above.pop();
        }
        if *is_shown {
            // Only the nearest place around it that is on the map gives its photos away.
            if let Some(slot) = above.last().and_then(|(_, parent)| own.get_mut(*parent)) {
                *slot = slot.saturating_sub(*count);
            }
            above.push((*depth, at));
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;

    fn check(points: &[(f32, usize)], distance: f32, expected: &[(&[usize], usize)]) {
        let points = points.iter().enumerate();
        let points = points.map(|(spot, (x, n_photos))| Point { spot, at: pos2(*x, 0.0), n_photos: *n_photos });
        let clusters = clustered(points.collect(), distance);
        let found: Vec<_> = clusters.iter().map(|cluster| (cluster.spots.as_slice(), cluster.n_photos)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn places_near_each_other_are_one_until_one_zooms_in() {
        check(&[(0.0, 1), (5.0, 3), (40.0, 2)], 10.0, &[(&[1, 0], 4), (&[2], 2)]);
        check(&[(0.0, 1), (5.0, 3), (40.0, 2)], 4.0, &[(&[1], 3), (&[2], 2), (&[0], 1)]);
        check(&[(0.0, 5), (12.0, 5), (7.0, 1)], 10.0, &[(&[0], 5), (&[1, 2], 6)]);
        check(&[], 10.0, &[]);
    }

    #[test]
    fn a_country_counts_the_photos_that_name_no_town_of_it() {
        assert_eq!(own_counts(&[0, 1, 2, 1, 0], &[9, 4, 3, 2, 1], &[true; 5]), [3, 1, 3, 2, 1]);
        assert_eq!(own_counts(&[0, 1, 2], &[9, 4, 3], &[true, false, true]), [6, 4, 3]);
        assert_eq!(own_counts(&[0, 1, 1], &[3, 3, 3], &[true; 3]), [0, 3, 3]);
    }

    proptest::proptest! {
        #[test]
        fn every_place_is_in_one_cluster(xs in proptest::collection::vec((0.0_f32..100.0, 0_usize..9), 0..40)) {
            let points: Vec<Point> = xs.iter().enumerate().map(|(spot, (x, n))| Point { spot, at: pos2(*x, 0.0), n_photos: *n }).collect();
            let mut spots: Vec<usize> = clustered(points, 10.0).into_iter().flat_map(|cluster| cluster.spots).collect();
            spots.sort_unstable();
            proptest::prop_assert_eq!(spots, (0..xs.len()).collect::<Vec<_>>());
        }
    }
}
