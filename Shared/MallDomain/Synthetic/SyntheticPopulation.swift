/// The one invented population of a mall: residents, families, property and patients that fit together.
///
/// Everything follows from the seed and the date. Each household can be made without the others, so that agencies that
/// never meet hold the same people. All people are invented.
package struct SyntheticPopulation: Sendable {
  package let seed: UInt64
  /// The day on which people have the ages and the families that they have.
  package let date: LocalDate
  private let places: SyntheticPlaces
  private let serials: SerialScheme

  /// - Precondition: the table of areas has a sub-district with villages.
  package init(seed: UInt64, date: LocalDate, areas: AreaTable) {
    self.seed = seed
    self.date = date
    places = SyntheticPlaces(areas)
    serials = SerialScheme(seed: seed, subdistricts: places.subdistricts.count)
  }

  /// How many households have numbers of their own; some 370,000 with the district's areas.
  package var capacity: Int { serials.households }

  /// - Parameter index: from 0 up to below `capacity`.
  package func household(_ index: Int) -> SyntheticHousehold {
    precondition(0..<capacity ~= index, "the population has no such household")
    var generator = SeededGenerator(seed: seed, stream: UInt64(index))
    let serials = serials
    let planner = FamilyPlanner(date: date) { wished, slot in
      serials.birth(wished, household: index, member: slot)
    }
    let plan = planner.plan(using: &generator)
    let subdistrict = places.subdistricts[serials.subdistrict(household: index)]
    return HouseholdComposer(date: date, index: index, plan: plan, subdistrict: subdistrict, serials: serials)
      .compose(using: &generator)
  }

  /// Households from the first on until they have at least so many residents.
  package func households(residents: Int) -> some Sequence<SyntheticHousehold> {
    sequence(state: (index: 0, residents: 0)) { state -> SyntheticHousehold? in
      guard state.residents < residents, state.index < capacity else { return nil }
      let household = household(state.index)
      state.index += 1
      state.residents += household.residents.count
      return household
    }
  }
}
